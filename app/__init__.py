"""Operations system for a shared-service centre of Dutch municipalities."""
