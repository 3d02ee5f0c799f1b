"""The command line. Every command is a thin layer over the client and the builder."""
