"""Solver of halmos' queries: `python solveQuery.py FILE.smt2`, prints sat, unsat or unknown.

A query where products and quotients are opaque goes to yices, which is fast and gives the model that halmos asks for. A
refined query says what they are; there bits are the wrong language, so cvc5 reads it as one about integers
(`solve-bv-as-int`), and yices has what is left.
"""

import os
import sys
import threading
from pathlib import Path

import cvc5

LIMIT_MS = 20_000


def as_integers(file: str) -> str:
    """What cvc5 says of a query within the limit: sat, unsat or unknown."""
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("solve-bv-as-int", "sum")
    solver.setOption("tlimit-per", str(LIMIT_MS))
    symbols = cvc5.SymbolManager(solver.getTermManager())
    parser = cvc5.InputParser(solver, symbols)
    parser.setFileInput(cvc5.InputLanguage.SMT_LIB_2_6, file)
    while not (command := parser.nextCommand()).isNull():
        if command.getCommandName() == "check-sat":
            return str(solver.checkSat())
        command.invoke(solver, symbols)
    return "unknown"


def main() -> None:
    file = sys.argv[1]
    if file.endswith(".refined.smt2"):
        answers: list[str] = []
        worker = threading.Thread(target=lambda: answers.append(as_integers(file)), daemon=True)
        worker.start()
        worker.join(LIMIT_MS / 1_000 + 5)
        if answers == ["unsat"]:
            print("unsat", flush=True)
            os._exit(0)
    yices = str(Path(sys.executable).with_name("yices-smt2"))
    os.execv(yices, [yices, file])


if __name__ == "__main__":
    main()
