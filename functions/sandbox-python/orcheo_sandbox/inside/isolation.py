"""Puts the layers together: what the fork server enters once, and what each run adds to it.

A layer that the kernel does not give is recorded with the reason and left out; whether the sandbox may serve without it is
the service's decision. A layer that was given once and fails for a run ends that run before any of the user's code is read.
"""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass, field

from orcheo_sandbox.kernel import landlock, libc, limits, mounts, namespaces, privileges, seccomp

# The data files that modules of the standard library read.
_TIME_ZONES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
_NETWORK_FILES = ("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ssl", "/etc/ca-certificates",
                  "/usr/share/ca-certificates", "/usr/lib/ssl")  # fmt: skip
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Policy:
    """What the workspace's configuration allows beyond the default."""

    network: bool = False
    read_paths: tuple[str, ...] = ()
    library_paths: tuple[str, ...] = ()
    tmp_mb: int = 0
    open_files: int = 32


@dataclass
class Isolation:
    """The state that the fork server keeps for its runs, and what it has found."""

    policy: Policy
    layers: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    own_pid_namespace: int | None = None
    rules: int | None = None
    filter: bytes | None = None
    baseline_bytes: int = 0

    def attempt(self, layer: str, step: Callable[[], str]) -> bool:
        """Takes a step towards a layer; the step returns what is to be said about it."""
        try:
            self.layers[layer] = step()
            return True
        except (OSError, NotImplementedError) as error:
            self.failures[layer] = str(error)
            return False

    def withdraw(self, layer: str, reason: str) -> None:
        """The layer turned out not to hold."""
        self.layers.pop(layer, None)
        self.failures[layer] = reason


def visible_paths(policy: Policy) -> list[str]:
    """What exists for a run, shortest first, so that a directory comes before what lies below it."""
    paths = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), *_TIME_ZONES, *policy.read_paths, *policy.library_paths]
    if policy.network:
        paths += _NETWORK_FILES
    found = {os.path.realpath(path) for path in paths if os.path.exists(path)}
    # Names that are links are bound by their own name as well, since they are what programs ask for.
    found |= {os.path.abspath(path) for path in paths if os.path.exists(path)}
    return sorted(found, key=lambda path: (path.count("/"), path))


def enter(isolation: Isolation, proc: int) -> bool:
    """Everything that is shared by all runs. Afterwards the caller's NEXT CHILD is the fork server; true says that it must fork."""
    os.umask(0o022)
    root = os.geteuid() == 0
    if root:
        # Real root builds the file system, so that it may bind what nobody could not reach, and nobody could not undo.
        _enter_shared(isolation)
        if _nobody_may_have_user_namespace():
            privileges.become(namespaces.INSIDE_UID, namespaces.INSIDE_GID)
            privileges.set_dumpable(True)
            _enter_user(isolation, proc)
        else:
            isolation.failures["user_namespace"] = "the kernel gives none to an unprivileged user"
    else:
        _enter_user(isolation, proc)
        _enter_shared(isolation)
    return isolation.attempt("pid_namespace", lambda: _unshared(namespaces.PID, "a run is process 1 and sees itself only"))


def settle(isolation: Isolation, proc: int) -> None:
    """The fork server's own part, once it is the process that it stays."""
    if "pid_namespace" in isolation.layers:
        isolation.own_pid_namespace = os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)
    privileges.no_new_privileges()
    privileges.drop_bounding_set()
    privileges.set_dumpable(False)
    policy = isolation.policy

    def rules() -> str:
        isolation.rules = landlock.ruleset(visible_paths(policy), [], policy.network)
        return f"version {landlock.version()}; only the interpreter's library can be read"

    def program() -> str:
        if not libc.SUPPORTED:
            raise OSError(f"no filter for {libc.ARCHITECTURE}")
        isolation.filter = seccomp.program(policy.tmp_mb > 0, policy.network)
        return f"{len(isolation.filter) // 8} instructions, everything refused that is not listed"

    isolation.attempt("landlock", rules)
    isolation.attempt("seccomp", program)
    isolation.layers["rlimits"] = "address space, CPU time, processes, open files, file size"
    isolation.layers["unprivileged_user"] = f"uid {namespaces.INSIDE_UID} and no capabilities" if _is_root() else f"uid {os.geteuid()} and no capabilities"
    isolation.baseline_bytes = _mapped_bytes(proc)


def before_fork(isolation: Isolation) -> None:
    """In the fork server, before each run."""
    if isolation.own_pid_namespace is not None:
        namespaces.fresh_pid_namespace(isolation.own_pid_namespace)


def in_run(isolation: Isolation) -> None:
    """In the new process, before it waits for its job."""
    privileges.die_with_parent()
    policy = isolation.policy
    if policy.tmp_mb:
        libc.unshare(namespaces.MOUNT)
        mounts.mount_private_tmp(policy.tmp_mb)
    if "unprivileged_user" in isolation.layers:
        privileges.become(namespaces.INSIDE_UID, namespaces.INSIDE_GID)
        privileges.drop_capabilities()
    if isolation.rules is not None:
        rules = _rules_with_tmp(policy) if policy.tmp_mb else isolation.rules
        landlock.restrict(rules)
        os.close(rules)
    limits.apply_fixed(policy.open_files, policy.tmp_mb * _MIB)
    if isolation.filter is not None:
        seccomp.install(isolation.filter)


def before_user_code(isolation: Isolation, memory_mb: int, cpu_seconds: int) -> None:
    """In the run, when the job's limits are known. Limits can only be lowered, so the user's code cannot undo it."""
    limits.apply_for_run(isolation.baseline_bytes, memory_mb, cpu_seconds)


def _rules_with_tmp(policy: Policy) -> int:
    # Rules name a directory, not a path: the run's own file system is not what was at that path before.
    return landlock.ruleset(visible_paths(policy), [mounts.PRIVATE_TMP], policy.network)


def _enter_user(isolation: Isolation, proc: int) -> None:
    def step() -> str:
        namespaces.enter_user_namespace(proc)
        return "nobody inside, without rights outside"

    isolation.attempt("user_namespace", step)


def _enter_shared(isolation: Isolation) -> None:
    policy = isolation.policy

    def own_root() -> str:
        paths = visible_paths(policy)
        libc.unshare(namespaces.MOUNT)
        mounts.build_root(paths)
        return f"a read-only root of {len(paths)} paths"

    if policy.network:
        isolation.failures["network_namespace"] = "not used: the configuration allows the network"
    else:
        isolation.attempt("network_namespace", lambda: _unshared(namespaces.NETWORK, "no interface, not even loopback"))
    isolation.attempt("ipc_namespace", lambda: _unshared(namespaces.IPC | namespaces.UTS, "no shared memory or queues of others"))
    isolation.attempt("mount_namespace", own_root)


def _unshared(flags: int, detail: str) -> str:
    libc.unshare(flags)
    return detail


def _nobody_may_have_user_namespace() -> bool:
    child = os.fork()
    if child == 0:
        try:
            privileges.become(namespaces.INSIDE_UID, namespaces.INSIDE_GID)
            libc.unshare(namespaces.USER | namespaces.PID)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _is_root() -> bool:
    return os.geteuid() == 0


def _mapped_bytes(proc: int) -> int:
    descriptor = os.open("self/statm", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)
    try:
        pages = int(os.read(descriptor, 256).split()[0])
    finally:
        os.close(descriptor)
    return pages * os.sysconf("SC_PAGE_SIZE")
