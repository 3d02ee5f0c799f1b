"""The system calls that a run may make, by name, and their numbers. What is not named here is refused."""

from __future__ import annotations

# Memory, time, waiting, reading: what CPython needs to run code that was loaded before. The frequent ones come first.
ALWAYS = (
    "read", "write", "munmap", "brk", "mremap", "madvise", "lseek", "close", "futex",
    "newfstatat", "fstat", "stat", "lstat", "statx", "getdents64", "readlink", "readlinkat", "access", "faccessat",
    "faccessat2", "getcwd", "pread64", "readv", "writev", "fadvise64", "dup",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
    "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "nanosleep", "clock_nanosleep",
    "poll", "ppoll", "select", "pselect6", "getrandom", "getrusage", "getrlimit", "sysinfo", "uname",
    "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getresuid", "getresgid",
    "sched_yield", "sched_getaffinity", "getcpu", "rseq", "set_robust_list", "membarrier", "exit", "exit_group",
)  # fmt: skip

# With a private directory for temporary files: changing files, as far as Landlock and the mounts let it.
WRITE = (
    "open", "openat", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2",
    "truncate", "ftruncate", "pwrite64", "fsync", "fdatasync", "statfs", "fstatfs",
)  # fmt: skip

# With network: clients. `socket` itself is checked by family; there is no bind, listen or accept.
NETWORK = (
    "connect", "sendto", "recvfrom", "sendmsg", "recvmsg", "sendmmsg", "shutdown", "getsockname", "getpeername",
    "setsockopt", "getsockopt", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
)  # fmt: skip

NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": {
        "access": 21, "brk": 12, "clock_getres": 229, "clock_gettime": 228, "clock_nanosleep": 230,
        "clone3": 435, "close": 3, "connect": 42, "dup": 32, "epoll_create1": 291, "epoll_ctl": 233, "epoll_pwait":
        281, "epoll_wait": 232, "exit": 60, "exit_group": 231, "faccessat": 269, "faccessat2": 439, "fadvise64":
        221, "fcntl": 72, "fdatasync": 75, "fstat": 5, "fstatfs": 138, "fsync": 74, "ftruncate": 77, "futex": 202,
        "getcpu": 309, "getcwd": 79, "getdents64": 217, "getegid": 108, "geteuid": 107, "getgid": 104, "getgroups":
        115, "getpeername": 52, "getpid": 39, "getppid": 110, "getrandom": 318, "getresgid": 120, "getresuid": 118,
        "getrlimit": 97, "getrusage": 98, "getsockname": 51, "getsockopt": 55, "gettid": 186, "gettimeofday": 96,
        "getuid": 102, "ioctl": 16, "lseek": 8, "lstat": 6, "madvise": 28, "membarrier": 324, "mkdir": 83,
        "mkdirat": 258, "mmap": 9, "mprotect": 10, "mremap": 25, "munmap": 11, "nanosleep": 35, "newfstatat": 262,
        "open": 2, "openat": 257, "poll": 7, "ppoll": 271, "pread64": 17, "prlimit64": 302, "pselect6": 270,
        "pwrite64": 18, "read": 0, "readlink": 89, "readlinkat": 267, "readv": 19, "recvfrom": 45, "recvmsg": 47,
        "rename": 82, "renameat": 264, "renameat2": 316, "restart_syscall": 219, "rmdir": 84, "rseq": 334,
        "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_getaffinity": 204, "sched_yield": 24,
        "select": 23, "sendmmsg": 307, "sendmsg": 46, "sendto": 44, "set_robust_list": 273, "setsockopt": 54,
        "shutdown": 48, "sigaltstack": 131, "socket": 41, "stat": 4, "statfs": 137, "statx": 332, "sysinfo": 99,
        "time": 201, "times": 100, "truncate": 76, "uname": 63, "unlink": 87, "unlinkat": 263, "write": 1, "writev":
        20,
    },
    "aarch64": {
        "brk": 214, "clock_getres": 114, "clock_gettime": 113, "clock_nanosleep": 115, "clone3": 435,
        "close": 57, "connect": 203, "dup": 23, "epoll_create1": 20, "epoll_ctl": 21, "epoll_pwait": 22, "exit": 93,
        "exit_group": 94, "faccessat": 48, "faccessat2": 439, "fadvise64": 223, "fcntl": 25, "fdatasync": 83,
        "fstat": 80, "fstatfs": 44, "fsync": 82, "ftruncate": 46, "futex": 98, "getcpu": 168, "getcwd": 17,
        "getdents64": 61, "getegid": 177, "geteuid": 175, "getgid": 176, "getgroups": 158, "getpeername": 205,
        "getpid": 172, "getppid": 173, "getrandom": 278, "getresgid": 150, "getresuid": 148, "getrlimit": 163,
        "getrusage": 165, "getsockname": 204, "getsockopt": 209, "gettid": 178, "gettimeofday": 169, "getuid": 174,
        "ioctl": 29, "lseek": 62, "madvise": 233, "membarrier": 283, "mkdirat": 34, "mmap": 222, "mprotect": 226,
        "mremap": 216, "munmap": 215, "nanosleep": 101, "newfstatat": 79, "openat": 56, "ppoll": 73, "pread64": 67,
        "prlimit64": 261, "pselect6": 72, "pwrite64": 68, "read": 63, "readlinkat": 78, "readv": 65, "recvfrom":
        207, "recvmsg": 212, "renameat": 38, "renameat2": 276, "restart_syscall": 128, "rseq": 293, "rt_sigaction":
        134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "sched_getaffinity": 123, "sched_yield": 124, "sendmmsg":
        269, "sendmsg": 211, "sendto": 206, "set_robust_list": 99, "setsockopt": 208, "shutdown": 210,
        "sigaltstack": 132, "socket": 198, "statfs": 43, "statx": 291, "sysinfo": 179, "times": 153, "truncate": 45,
        "uname": 160, "unlinkat": 35, "write": 64, "writev": 66,
    },
}  # fmt: skip
