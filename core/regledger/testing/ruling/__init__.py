"""Which rules of law are executable: seen to decide in tests, and missed when they are taken out (`make coverage`, `make mutants`)."""
