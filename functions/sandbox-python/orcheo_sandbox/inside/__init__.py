"""What runs in the fork server and in the runs themselves. Nothing here is reachable from the service's process."""
