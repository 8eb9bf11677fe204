"""Wait for what pyHanko does asynchronously, wherever one is."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def settled(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine gives; where a loop already runs in this thread, in another one.

    pyHanko's own synchronous functions refuse such a thread: that of an asynchronous server, or of
    a browser's driver.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(asyncio.run, work).result()
