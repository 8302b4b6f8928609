"""The functions that cross an engine, and the values between them.

    prepare(unit)            raw files → a part: records, proof, rejections, inputs, keys
    deciding                 the keys of all parts, bucket by bucket → which records are duplicates
    finish(shard, drops)     parts, less the drops → one Parquet file of one config, or of the audit

Text never crosses: a result holds counts.  A function touches only the files that
its task names, so a task that is run twice does no harm.  A part does not hold its unit's number, which one more
file changes: whoever reads a part says which it is.
"""

from toolkit.stages.measuring import Cost, measured, peak
from toolkit.stages.parts import LEDGER, is_sound
from toolkit.stages.preparing import found, prepare
from toolkit.stages.recipes import packages, recipe
from toolkit.stages.tables import AUDIT, finish
from toolkit.stages.values import SHOWN, Finish, Finished, Part, Prepare, Unit

__all__ = [
    "AUDIT",
    "LEDGER",
    "SHOWN",
    "Cost",
    "Finish",
    "Finished",
    "Part",
    "Prepare",
    "Unit",
    "finish",
    "found",
    "is_sound",
    "measured",
    "packages",
    "peak",
    "prepare",
    "recipe",
]
