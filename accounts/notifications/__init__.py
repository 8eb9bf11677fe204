"""Mails to people: what they say, that they leave once, and what became of each.

To send one, from the room that knows the fact:

1. Declare its kind, in a module that settings.MESSAGE_KINDS lists: `register(MessageKind(…))`
   (kinds.py), with every placeholder, what it stands for, and a sample for the preview. Its
   default texts are files of the kind's folder: `<name>.fr.txt` and `<name>.en.txt`, the subject
   on the first line, then paragraphs (wording.py says how they are written). Administrators may
   replace them under /pilotage/messages/.
2. In the transaction of the fact, queue a durable job (common.jobs): never send from a request.
3. In the job's handler, compute the values in the language of `language_of(person)`, under
   `translation.override(language), timezone.override(zone)`, then
   `send_message(kind=…, key=f"{job.job}", to=person, language=language, values={…}, files=[…])`.
   `key` names the fact: the same key is sent once, however often the job runs. `to` is a person,
   or the address of somebody without an account. A value is "" where there is nothing to say: a
   line, or a paragraph, all of whose placeholders are empty is left out.
"""
