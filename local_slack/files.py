"""Files: those the bot uploads in Slack's three steps (get an address, send the bytes, share), and what people share."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from local_slack.errors import ApiError
from local_slack.model import new_id
from local_slack.workspace import Workspace

#: Largest file taken, in bytes.
FILE_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One uploaded file."""

    #: "F…".
    id: str
    #: Name with its ending.
    name: str
    #: Bytes announced.
    length: int
    #: Who uploads it.
    user: str
    #: The bytes, None until they came.
    content: bytes | None = None
    #: Whether it was shared or kept by ``files.completeUploadExternal``.
    complete: bool = False
    #: What kind of file it is: "hosted", or "snippet" for text Slack made one of.
    mode: str = "hosted"


class Files:
    """Uploads by id and by the secret of their address; kept in memory only."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files: dict[str, StoredFile] = {}
        self._addresses: dict[str, str] = {}

    def announce(self, name: str, length: int, user: str) -> tuple[str, str]:
        """Announce a file; gives back its id and the secret part of its upload address.

        Raises:
            ApiError: ``file_upload_size_restricted`` over 20 MB.
        """
        if length > FILE_BYTES:
            raise ApiError("file_upload_size_restricted")
        with self._workspace.changed:
            file_id, key = new_id("F"), secrets.token_urlsafe(24)
            self._files[file_id] = StoredFile(file_id, name, length, user)
            self._addresses[key] = file_id
        return file_id, key

    def receive(self, key: str, content: bytes) -> bool:
        """Take the bytes of an announced file; False for an unknown address or more bytes than announced."""
        with self._workspace.changed:
            file_id = self._addresses.pop(key, None)
            if file_id is None or len(content) > self._files[file_id].length:
                return False
            self._files[file_id] = replace(self._files[file_id], content=content)
            return True

    def complete(self, file_id: str, title: str | None) -> dict[str, object]:
        """Finish an upload; gives back the file as messages carry it.

        Raises:
            ApiError: ``file_not_found`` when its bytes never came or it was finished before.
        """
        with self._workspace.changed:
            file = self._files.get(file_id)
            if file is None or file.content is None or file.complete:
                raise ApiError("file_not_found")
            self._files[file_id] = done = replace(file, complete=True)
            return self.record(done) | {"title": title or file.name}

    def share(self, name: str, content: bytes, user: str, mode: str) -> StoredFile:
        """A file a person shared: there at once."""
        file = StoredFile(new_id("F"), name, len(content), user, content, complete=True, mode=mode)
        with self._workspace.changed:
            self._files[file.id] = file
        return file

    @staticmethod
    def record(file: StoredFile, root: str = "") -> dict[str, object]:
        """A file as messages and ``files.info`` carry it; addresses begin with ``root``."""
        ending = file.name.rsplit(".", 1)[-1].lower() if "." in file.name else "binary"
        content = file.content or b""
        shown: dict[str, object] = {
            "id": file.id,
            "name": file.name,
            "title": file.name,
            "size": len(content),
            "user": file.user,
            "filetype": "text" if ending == "txt" else ending,
            "mimetype": "text/plain" if ending == "txt" else "application/octet-stream",
            "mode": file.mode,
            "url_private": f"{root}/files/{file.id}/download",
        }
        if file.mode == "snippet":
            text = content.decode("utf-8", "replace")
            shown |= {"preview": "\n".join(text[:500].split("\n")[:5]), "lines": text.count("\n") + 1, "editable": True}
        return shown

    def get(self, file_id: str) -> StoredFile | None:
        """A finished file, or None."""
        found = self._files.get(file_id)
        return found if found is not None and found.complete else None
