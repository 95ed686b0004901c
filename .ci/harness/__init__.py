"""What the checks share: programs in terminals, a terminal to read them by, peers to talk to."""
