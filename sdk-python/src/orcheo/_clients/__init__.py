"""The blocking and the asyncio client."""
