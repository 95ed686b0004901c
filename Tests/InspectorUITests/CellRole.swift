import Canvas

/// Canvas's `Role` under a second name, for tests that also see the core's `Role`.
typealias CellRole = Role
