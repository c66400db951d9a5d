"""`python -m regledger_cli`, the same as `regledger`."""

from regledger_cli.main import main

main()
