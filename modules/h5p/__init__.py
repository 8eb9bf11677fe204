"""H5P packages: check, import, filter, order dependencies, export. Knows no learner, no Django.

    from modules.h5p.folder import FolderBlobs, FolderIndex
    from modules.h5p.importer import import_package

    index, blobs = FolderIndex(root / "libraries"), FolderBlobs(root / "files")
    content = import_package(path, index=index, blobs=blobs)   # or InvalidPackageError.report
    needed = resolve(content.used, index.get)                  # scripts and styles, in order
    export_package(content, target, index=index, blobs=blobs)

A host with a database implements `store.Index` and `store.BlobStore`.
"""
