"""What an operator's own commands say of a ledger: `sightline doctor` and `ledger verify`."""

from collections.abc import Iterable

from bot.cli.tampering import of_database
from store.ledger.key_check import proof_of
from store.ledger.proof import verify
from store.ledger.witnesses import Witness
from store.migrations import is_current
from store.migrations.shape import can_be_read, differences
from tests.tamper.editing import Tampering
from tests.tamper.holding import Held


def found(held: Held, tampering: Tampering, witnesses: Iterable[Witness]) -> list[str]:
    """What is found of a tampering by itself, or with the witnesses where it takes one."""
    with held.tampered() as connection:
        if tampering.triggers:
            tampering.do(connection)
        else:
            held.with_triggers_off(connection, tampering.do)
        return looked_at(held, witnesses if tampering.witness else ())


def looked_at(held: Held, witnesses: Iterable[Witness] = ()) -> list[str]:
    """The problems that the commands name, or the sentence with which they refuse to go on."""
    if not is_current(held.engine):
        return ["The ledger is from another version."]
    said = [finding.words for finding in of_database(held.engine) if finding.state == "wrong"]
    with held.engine.connect() as connection:
        if not can_be_read(differences(connection)):
            return said
    proof = proof_of(held.engine, held.ledger.key)
    if not proof.fits or proof.key_id is None:
        return [*said, "The data key does not fit the check value."]
    if held.programme not in held.ledger.programmes():
        return [*said, "There is no such programme."]
    said += [problem.what for problem in verify(held.ledger, held.programme, witnesses).problems]
    return said
