"""The operations of the API, each written once as a flow. scripts/generate_clients.py makes the blocking and the asyncio classes of them."""
