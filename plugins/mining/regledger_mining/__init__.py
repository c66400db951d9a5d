"""Mining (矿山): the sector's hooks stand in its parts, one a field of its law; `sector.toml` names them."""
