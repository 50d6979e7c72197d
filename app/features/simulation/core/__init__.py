"""The pure half of the play: who, what and when, from a seed. Nothing here touches a service."""
