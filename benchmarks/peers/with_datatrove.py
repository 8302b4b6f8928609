"""datatrove doing less than a build: ftfy and zstd Parquet only.   with_datatrove.py RAW OUT WORKERS"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from datatrove.executor import LocalPipelineExecutor  # type: ignore[import-not-found]  # lives in the peers' environment
from datatrove.pipeline.formatters import FTFYFormatter  # type: ignore[import-not-found]  # as above
from datatrove.pipeline.readers.base import BaseDiskReader  # type: ignore[import-not-found]  # as above
from datatrove.pipeline.writers import ParquetWriter  # type: ignore[import-not-found]  # as above

if TYPE_CHECKING:
    from collections.abc import Iterator


class RawArticles(BaseDiskReader):  # type: ignore[misc]  # its base is unknown to the type checker
    """Each file whole, as one document; bytes that are not UTF-8 are replaced."""

    name = "raw articles"

    def read_file(self, filepath: str) -> Iterator[object]:
        """The one document of the file."""
        with self.data_folder.open(filepath, "r", encoding="utf-8", errors="replace") as file:
            document = self.get_document_from_dict({"text": file.read(), "id": filepath}, filepath, 0)
        if document:
            yield document


def main(raw: str, out: str, workers: int) -> None:
    """Run the pipeline with as many processes as `workers`."""
    steps = [
        RawArticles(raw, glob_pattern="**/*.txt"),
        FTFYFormatter(),
        ParquetWriter(f"{out}/data", compression="zstd"),
    ]
    LocalPipelineExecutor(steps, tasks=max(4, workers), workers=workers, logging_dir=f"{out}/logs").run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
