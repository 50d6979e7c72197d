"""A derivation as rows of text, to be held against what a test states."""

from app.kernel.explain import Node


def told(node: Node, depth: int = 0) -> list[str]:
    """A step a row, what is below it further in: whose, what, how much, the sum, and where it comes from.

    `P ` is the part of P; `P!` holds facts of P itself, which others do not see.
    """
    whose = f"{node.key}{'!' if node.owner else ''}".ljust(2) if node.key or node.owner else ""
    formula = f" = {node.formula}" if node.formula else ""
    source = f" [{node.source.kind} {node.source.id}: {node.source.label}]" if node.source else ""
    row = f"{'  ' * depth}{whose}{node.what}: {node.shown}{formula}{source}".replace(
        "\N{NO-BREAK SPACE}", " "
    )
    return [row, *(text for part in node.operands for text in told(part, depth + 1))]
