"""How far points may move before a place does, exactly."""
