"""What holds raw texts: archives, and which reader a file's name calls for.

Archives are hostile until shown otherwise.  They are never unpacked to a disk: their members are read as streams,
in their order, and whatever is not a plain file under a name of its own is a problem.
"""

from __future__ import annotations

import stat
import tarfile
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Self

from toolkit.sources.finding import Passed, passed_over, printable
from toolkit.sources.streams import BLOCK, DAMAGED, OPENERS
from toolkit.sources.texts import fault, json_lines, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from toolkit.sources.streams import Limits
    from toolkit.values import Rejected, Source

    Found = Source | Rejected | Passed
    Container = Callable[[BinaryIO, str, Limits], Iterator[Found]]

_EXTENDED = frozenset(
    (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
)


class _Header(tarfile.TarInfo):
    """A member's header.  A broken one is an error; the usual class takes it for the archive's end, and the rest
    would be lost silently.
    """

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        """The next header; raises `ReadError` for a broken one."""
        try:
            return super().fromtarfile(tarfile)
        except _EndError:
            raise
        except _HeaderError as error:
            raise _ReadError(str(error)) from error

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """A header from its bytes; raises `ReadError` where it announces names that would fill the memory."""
        found = super().frombuf(buf, encoding, errors)
        if found.type in _EXTENDED and found.size > BLOCK:
            msg = f"a header of {found.size:,} bytes"
            raise _ReadError(msg)
        return found


_EndError: type[Exception] = tarfile.EOFHeaderError  # type: ignore[attr-defined] # typeshed forgets it
_HeaderError, _ReadError = tarfile.HeaderError, tarfile.ReadError


def tar(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Found]:
    """The members of a tar archive, in its order, read as they come; raises `ReadError` for a damaged one."""
    empty = True
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
        while (member := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined] # it would keep every header to the end
            empty = False
            yield from _of_tar(archive, member, path, limits)
        while rest := archive.fileobj.read(BLOCK):  # type: ignore[union-attr, unused-ignore]
            if rest.strip(b"\0"):
                msg = "more follows after its end"
                raise _ReadError(msg)
    if empty:
        yield fault("RD002", path, detail="The archive is empty.")


def _of_tar(archive: tarfile.TarFile, member: tarfile.TarInfo, path: str, limits: Limits) -> Iterator[Found]:
    name = f"{path}!{printable(member.name)}"
    if member.isdir():
        return
    if member.issym() or member.islnk():
        yield fault("RD007", name, detail="The member is a link, not a file.")
    elif not member.isreg():
        yield fault("RD007", name, detail="The member is a device, not a file.")
    elif member.issparse():  # its holes cost an attacker nothing
        yield fault("RD007", name, detail="The member is a sparse file.")
    else:
        opened = archive.extractfile(member)
        yield from _member(opened, name, member.name, limits)  # type: ignore[arg-type]


def zipped(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Found]:
    """The members of a zip archive, in its order; the stream must be seekable.  Damage is that of one member."""
    allowed = limits.free
    with zipfile.ZipFile(stream) as archive:
        if not archive.filelist:
            yield fault("RD002", path, detail="The archive is empty.")
        for member in archive.infolist():
            name = f"{path}!{printable(member.filename)}"
            allowed += limits.ratio * member.compress_size - member.file_size
            if allowed < 0:
                cause = f"{member.file_size:,} bytes would come out of {member.compress_size:,}."
                yield fault("RD004", name, detail=cause)
                allowed += member.file_size
            elif not member.is_dir():
                yield from _of_zip(archive, member, name, limits)


def _of_zip(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, limits: Limits) -> Iterator[Found]:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        yield fault("RD007", path, detail=f"The member is a {'link' if stat.S_ISLNK(kind) else 'device'}, not a file.")
        return
    try:
        with archive.open(member) as opened:
            yield from _member(opened, path, member.filename, limits)  # type: ignore[arg-type]
    except DAMAGED as error:  # also encrypted, or packed in an unknown way
        yield fault("RD003", path, detail=f"The member cannot be unpacked: {error}.")


def _member(stream: BinaryIO, path: str, name: str, limits: Limits) -> Iterator[Found]:
    """One file of an archive."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or parts[0] == "/" or parts[0].endswith(":") or ".." in parts:
        yield fault("RD007", path, detail="The member's name leads out of the archive.")
    elif passed_over("/".join(parts)):
        yield Passed(path)
    elif kind_of(name) not in {texts, json_lines} or name.lower().endswith(tuple(OPENERS)):
        yield fault("RD007", path, detail="The member is itself an archive or compressed.")
    else:
        yield from kind_of(name)(stream, path, limits)


_KINDS: dict[str, Container] = {
    **dict.fromkeys((".tar", ".tgz", ".tbz2", ".txz", ".tzst"), tar),
    **dict.fromkeys((".jsonl", ".ndjson"), json_lines),
    ".zip": zipped,
}


def kind_of(name: str) -> Container:
    """What reads a file of that name, its compression aside."""
    return next((reads for ending, reads in _KINDS.items() if name.lower().endswith(ending)), texts)
