"""Values that outlive a call, and that functions change: state between two decisions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from regledger.testing.conformance.code import inside

__all__ = ["containers_of", "made", "mutations"]

_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef)
_MAKING = frozenset({"__init__", "__new__", "__post_init__", "__set_name__", "__init_subclass__"})
_CONTAINERS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_MAKERS = frozenset({"Counter", "OrderedDict", "bytearray", "defaultdict", "deque", "dict", "list", "set"})
_CHANGING = frozenset(
    {
        *("add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "extendleft", "insert"),
        *("intersection_update", "pop", "popitem", "popleft", "remove", "reverse", "setdefault", "sort"),
        *("symmetric_difference_update", "update"),
    }
)


def mutations(
    tree: ast.Module, kept: frozenset[str] = frozenset(), shared: frozenset[str] = frozenset()
) -> Iterator[tuple[str, ast.AST, str]]:
    """(function, where, name) of every change that a function makes to what outlives its call, or with `global`.

    Args:
        tree: the module. What its functions change of its containers, objects, classes and functions counts, and what
            they change of an argument's default.
        kept: the classes whose instances stay.
        shared: the containers of the sector's other modules.
    """
    brought = {one.asname or one.name.partition(".")[0] for one in ast.walk(tree) if isinstance(one, ast.alias)}
    containers = set(containers_of(tree)) | (shared & brought)
    objects = {name for statement in tree.body for name in _held(statement, _makes_object)}
    named = containers | objects | {one.name for one in tree.body if isinstance(one, (*_DEFINED, ast.ClassDef))}
    named |= brought
    local: dict[str, set[str]] = {}
    lent: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, _DEFINED):
            local.setdefault(node.name, set()).update(_local(node))
            lent.setdefault(node.name, set()).update(_defaults(node))
    for function, node in inside(tree, ""):
        if not function:
            continue
        if isinstance(node, ast.Global):
            for name in node.names:
                yield function, node, name
        name, through = _changed(node)
        own = name in local.get(function, set())
        of_module = not own and (name in containers or (through and name in named))
        of_class = name == "cls" and through and function not in _MAKING
        if of_module or of_class or name in lent.get(function, set()):
            yield function, node, name
    yield from _instances(tree, kept)


def containers_of(tree: ast.Module) -> Iterator[str]:
    """The names of the containers of a module."""
    for statement in tree.body:
        yield from _held(statement, _makes_container)


def _instances(tree: ast.Module, kept: frozenset[str]) -> Iterator[tuple[str, ast.AST, str]]:
    """The changes that methods make to `self`, in classes whose instances stay."""
    for one in ast.walk(tree):
        if isinstance(one, ast.ClassDef) and (one.name in kept or any(_last(base) in kept for base in one.bases)):
            for method in one.body:
                if isinstance(method, _DEFINED) and method.name not in _MAKING:
                    for node in ast.walk(method):
                        name, through = _changed(node)
                        if name == "self" and through:
                            yield method.name, node, f"self of {one.name}"


def made(tree: ast.Module, functions: frozenset[str]) -> Iterator[str]:
    """The names that are called at import, or in one of `functions`: where those are classes, the instances stay."""
    for function, node in inside(tree, ""):
        if isinstance(node, ast.Call) and (not function or function in functions):
            yield _last(node.func)


def _last(node: ast.AST) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


def _held(statement: ast.stmt, makes: Callable[[ast.expr], bool]) -> Iterator[str]:
    if isinstance(statement, ast.Assign):
        targets, value = statement.targets, statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets, value = [statement.target], statement.value
    else:
        return
    if makes(value):
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _makes_container(value: ast.expr) -> bool:
    return isinstance(value, _CONTAINERS) or (isinstance(value, ast.Call) and _last(value.func) in _MAKERS)


def _makes_object(value: ast.expr) -> bool:
    return isinstance(value, ast.Call)


def _defaults(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """The arguments whose default is a container: one for all calls."""
    arguments = function.args
    placed = [*arguments.posonlyargs, *arguments.args]
    by_place = zip(placed[len(placed) - len(arguments.defaults) :], arguments.defaults, strict=True)
    for argument, default in (*by_place, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)):
        if default is not None and (_makes_container(default) or _makes_object(default)):
            yield argument.arg


def _local(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    arguments = function.args
    starred = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    named = {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *starred)}
    stored = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return named | stored


def _changed(node: ast.AST) -> tuple[str, bool]:
    """The name of what a node changes, and whether it is reached through an attribute of it."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
        return _root(node.func.value)
    if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
        name, through = _root(node.value)
        return name, through or isinstance(node, ast.Attribute)
    if isinstance(node, ast.Call) and _last(node.func) in {"setattr", "delattr"} and node.args:
        return _root(node.args[0])[0], True
    return "", False


def _root(node: ast.AST) -> tuple[str, bool]:
    through = False
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        through = through or isinstance(node, ast.Attribute)
        node = node.value
    return (node.id if isinstance(node, ast.Name) else ""), through
