"""The logic of the client, apart from how bytes travel: generators that yield commands, and two drivers that carry them out."""
