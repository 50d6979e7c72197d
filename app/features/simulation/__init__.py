"""Plays a believable half year through the services: for the demo and for load tests."""
