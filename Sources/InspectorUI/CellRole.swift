import Canvas

/// Canvas's `Role` under a second name, for files that also see the core's `Role` (client or server).
typealias CellRole = Role
