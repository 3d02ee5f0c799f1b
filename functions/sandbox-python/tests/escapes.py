"""The escape corpus: what an attacker's code tries, and how each attempt has to end.

Every attempt goes past the import allowlist on purpose, since the allowlist is no wall: `os` and `sys` come from `logging`,
and `real_import` from the builtins of a module of the standard library.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

PRELUDE = '''
import logging
os, sys = logging.os, logging.sys
real_import = logging.Formatter.__init__.__globals__["__builtins__"]["__import__"]
def libc():
    return real_import("ctypes").CDLL(None, use_errno=True)
def call(number, *arguments):
    """A raw system call: the errno, or "escaped" when the kernel did it."""
    ctypes = real_import("ctypes")
    result = libc().syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    return ctypes.get_errno() if result == -1 else "escaped"
'''


@dataclass(frozen=True)
class Attempt:
    """One try. `ends` lists what may come of it: a kind, a type of error, or `=` and the repr of a harmless result."""

    name: str
    code: str
    ends: tuple[str, ...]
    memory_mb: int = 64
    timeout_seconds: float = 5

    @property
    def source(self) -> str:
        """The whole code of the node."""
        return PRELUDE + textwrap.dedent(self.code)


def body(name: str, statements: str, *ends: str, memory_mb: int = 64, timeout_seconds: float = 5) -> Attempt:
    """An attempt whose `main` is these statements."""
    code = "def main():\n" + textwrap.indent(textwrap.dedent(statements).strip(), "    ")
    return Attempt(name, code, ends, memory_mb, timeout_seconds)


REFUSED = ("PermissionError", "FileNotFoundError", "NotADirectoryError")
HOST_FILES = ("/etc/passwd", "/etc/shadow", "/root", "/home", "/proc/self/environ", "/proc/1/environ", "/proc/self/maps",
              "/proc/self/mem", "/proc/version", "/sys/kernel", "/dev/mem", "/dev/null", "/run", "/var/log", "/bin/sh",
              "/usr/bin/python3", "/usr/lib/x86_64-linux-gnu")  # fmt: skip

FILES = [
    *(body(f"read {p}", f"return os.listdir({p!r}) if os.path.isdir({p!r}) else open({p!r}, 'rb').read(9)", *REFUSED) for p in HOST_FILES),
    body("list the root", "return os.listdir('/')", *REFUSED),
    body("climb out with ..", "return open('/usr/lib/python3.11/../../../../../../etc/passwd').read(9)", *REFUSED),
    body("write to the root", "open('/x', 'w')", *REFUSED),
    body("write to /tmp", "open('/tmp/x', 'w')", *REFUSED),
    body("write to the library", "open(os.__file__, 'a')", *REFUSED),
    body("create by mkdir", "os.mkdir('/tmp/x')", *REFUSED),
    body("link", "os.symlink('/etc/passwd', '/tmp/x')", *REFUSED),
    body("remove a library file", "os.remove(os.__file__)", *REFUSED),
    body("change a mode", "os.chmod(os.__file__, 0o777)", *REFUSED),
    body("change the root", "os.chroot('/usr')", *REFUSED),
    body("temporary file", "real_import('tempfile').TemporaryFile()", *REFUSED),
    body("memory file", "os.memfd_create('x')", *REFUSED),
    body("open relative to a descriptor", "os.open('etc/passwd', os.O_RDONLY, dir_fd=os.open(os.path.dirname(os.__file__), os.O_RDONLY))", *REFUSED),
]

_SOCKET = "socket = real_import('socket')\n"
NETWORK = [
    body("internet socket", _SOCKET + "socket.socket()", "PermissionError"),
    body("datagram socket", _SOCKET + "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", "PermissionError"),
    body("IPv6 socket", _SOCKET + "socket.socket(socket.AF_INET6)", "PermissionError"),
    body("raw socket", _SOCKET + "socket.socket(socket.AF_INET, socket.SOCK_RAW)", "PermissionError"),
    body("packet socket", _SOCKET + "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", "PermissionError"),
    body("Unix socket", _SOCKET + "socket.socket(socket.AF_UNIX)", "PermissionError"),
    body("netlink socket", _SOCKET + "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", "PermissionError"),
    body("vsock", _SOCKET + "socket.socket(40, socket.SOCK_STREAM)", "PermissionError"),
    body("socket pair", _SOCKET + "socket.socketpair()", "PermissionError"),
    body("connect to loopback", _SOCKET + "socket.create_connection(('127.0.0.1', 80))", "PermissionError"),
    body("resolve a name", _SOCKET + "socket.getaddrinfo('localhost.example', 80)", "gaierror", "PermissionError", "OSError"),
    body("fetch a URL", "real_import('urllib.request').request.urlopen('http://127.0.0.1/')", "URLError", "PermissionError"),
    body("send a descriptor through the channel", _SOCKET + "s = socket.socket(fileno=3); socket.send_fds(s, [b'x'], [0])", "PermissionError"),
]  # fmt: skip

PROCESSES = [
    body("fork", "os.fork()", "PermissionError"),
    body("fork bomb", "while True: os.fork()", "PermissionError"),
    body("fork bomb that goes on", "while True:\n    try: os.fork()\n    except OSError: pass", "timeout", timeout_seconds=0.5),
    body("vfork by subprocess", "real_import('subprocess').run(['/bin/sh'])", *REFUSED),
    body("system", "return os.system('id')", "=-1", "=32512"),
    body("popen", "return os.popen('id').read()", *REFUSED),
    body("exec", "os.execv('/usr/bin/python3', ['python3'])", *REFUSED),
    body("posix_spawn", "os.posix_spawn('/bin/sh', ['sh'], {})", *REFUSED),
    body("pseudo-terminal", "real_import('pty').spawn('/bin/sh')", "ImportError", "PermissionError", "OSError", *REFUSED),
    body("multiprocessing", "real_import('multiprocessing').Process(target=print).start()", *REFUSED),
    body("thread", "real_import('threading').Thread(target=print).start()", "RuntimeError"),
    body("thread bomb", "t = real_import('_thread')\nwhile True: t.start_new_thread(print, ())", "RuntimeError"),
    body("thread pool", "real_import('concurrent.futures').futures.ThreadPoolExecutor().submit(print).result()", "RuntimeError"),
    body("asyncio", "real_import('asyncio').run(None)", "ValueError", "PermissionError", "ImportError"),
    body("become root", "os.setuid(0)", "PermissionError"),
    body("new session", "os.setsid()", "PermissionError"),
    body("raise the priority", "os.nice(-5)", "PermissionError"),
    body("raise the limits", "r = real_import('resource'); r.setrlimit(r.RLIMIT_AS, (r.RLIM_INFINITY, r.RLIM_INFINITY))",
         "ValueError", "PermissionError", "ImportError"),
    body("kill everything", "os.kill(-1, 9)", "PermissionError"),
    body("kill the parent", "os.kill(os.getppid(), 9)", "PermissionError"),
    body("kill the neighbours", "for pid in range(2, 500):\n    os.kill(pid, 9)", "PermissionError"),
    body("kill itself", "os.kill(os.getpid(), 9)", "PermissionError"),
    body("alarm", "real_import('signal').alarm(1)", "=None", "PermissionError"),
    body("ignore every signal", "s = real_import('signal')\nfor n in range(1, 32):\n    try: s.signal(n, s.SIG_IGN)\n    except OSError: pass\nwhile True: pass",
         "timeout", timeout_seconds=0.5),
    body("abort", "os.abort()", "killed"),
    body("exit at once", "os._exit(0)", "killed"),
    body("exit with the code of a failed isolation", "os._exit(97)", "killed"),
    body("sys.exit", "sys.exit(0)", "SystemExit"),
    body("keyboard interrupt", "raise KeyboardInterrupt", "KeyboardInterrupt"),
]  # fmt: skip

# Name, number on x86_64, arguments. Each has to fail with EPERM.
CALLS = (
    ("ptrace", 101, "0, 0, 0, 0"), ("process_vm_readv", 310, "1, 0, 0, 0, 0, 0"), ("process_vm_writev", 311, "1, 0, 0, 0, 0, 0"),
    ("mount", 165, "b'none', b'/', b'tmpfs', 0, 0"), ("umount2", 166, "b'/', 2"), ("pivot_root", 155, "b'.', b'.'"),
    ("unshare", 272, "0x10000000"), ("setns", 308, "0, 0"), ("clone", 56, "17, 0, 0, 0, 0"), ("clone a namespace", 56, "0x10000011, 0, 0, 0, 0"),
    ("execve", 59, "b'/bin/sh', 0, 0"), ("execveat", 322, "0, b'/bin/sh', 0, 0, 0"), ("keyctl", 250, "0, 0"), ("add_key", 248, "b'user', b'x', b'y', 1, 0"),
    ("bpf", 321, "0, 0, 0"), ("perf_event_open", 298, "0, 0, 0, 0, 0"), ("io_uring_setup", 425, "8, 0"), ("userfaultfd", 323, "0"),
    ("seccomp", 317, "1, 0, 0"), ("prctl", 157, "22, 0, 0, 0, 0"), ("capset", 126, "0, 0"), ("personality", 135, "0x400000"),
    ("init_module", 175, "0, 0, b''"), ("kexec_load", 246, "0, 0, 0, 0"), ("reboot", 169, "0, 0, 0, 0"), ("swapon", 167, "b'/', 0"),
    ("settimeofday", 164, "0, 0"), ("sethostname", 170, "b'x', 1"), ("syslog", 103, "0, 0, 0"), ("memfd_create", 319, "b'x', 0"),
    ("open_by_handle_at", 304, "0, 0, 0"), ("pidfd_open", 434, "1, 0"), ("pidfd_getfd", 438, "0, 0, 0"), ("kill", 62, "0xffffffff, 9"),
    ("tgkill", 234, "1, 1, 9"), ("rt_sigqueueinfo", 129, "1, 9, 0"), ("shmget", 29, "0, 4096, 0x3ff"), ("msgget", 68, "0, 0x3ff"), ("semget", 64, "0, 1, 0x3ff"),
    ("mq_open", 240, "b'x', 0x42, 0x1ff, 0"), ("inotify_init", 253, ""), ("fanotify_init", 300, "0, 0"), ("openat2", 437, "0, b'/', 0, 24"),
    ("landlock", 444, "0, 0, 0"), ("mmap of new code", 9, "0, 4096, 7, 0x22, -1, 0"), ("pkey_mprotect", 329, "0, 4096, 7, 0"), ("modify_ldt", 154, "0, 0, 0"),
    ("iopl", 172, "3"), ("uselib", 134, "b'x'"), ("name_to_handle_at", 303, "0, b'/', 0, 0, 0"), ("ioctl TIOCSTI as fcntl", 72, "0, 8, 1"), ("eventfd", 290, "0, 0"),
)  # fmt: skip
SYSTEM_CALLS = [body(f"call {name}", f"return call({number}{', ' + arguments if arguments else ''})", "=1") for name, number, arguments in CALLS]

NATIVE = [
    body("native system()", "return libc().system(b'id')", "=-1", "=0", "=32512"),
    body("native fork()", "return libc().fork()", "=-1"),
    body("native null pointer", "real_import('ctypes').string_at(0)", "killed"),
    body("32-bit system call gate", "return call(0x40000000 | 39)", "killed"),
    body("make the stack executable", "c = real_import('ctypes'); b = c.create_string_buffer(8192); return libc().mprotect(c.c_void_p((c.addressof(b) + 4095) & ~4095), 4096, 7)", "=-1"),
    body("map a native library", "real_import('ctypes').CDLL('/usr/lib/python3.11/lib-dynload/_sqlite3.cpython-311-x86_64-linux-gnu.so')", "OSError"),
    body("import unloaded native code", "real_import('_testcapi')", "ImportError"),
    body("smash an object", "c = real_import('ctypes'); c.memset(id(main), 0xff, 64); main()", "killed"),
]  # fmt: skip

EXHAUSTION = [
    body("memory at once", "return len(bytearray(1 << 30))", "memory"),
    body("memory by doubling", "x = 'x'\nwhile True: x += x", "memory"),
    body("memory in small pieces", "x = []\nwhile True: x.append(bytearray(1024))", "memory"),
    body("memory caught and tried again", "x = []\nwhile True:\n    try: x.append(bytearray(1 << 20))\n    except MemoryError: pass", "timeout", timeout_seconds=1),
    body("memory by repetition", "return [0] * (1 << 40)", "memory"),
    body("memory by power", "return (1 << (1 << 34)).bit_length()", "memory"),
    body("memory by mmap", "m = real_import('mmap'); return [m.mmap(-1, 1 << 26) for _ in range(99)]", "OSError", "memory"),
    body("memory by join", "return len(','.join('x' * 1000 for _ in iter(int, 1)))", "memory"),
    body("memory by format", "return len('%1000000000d' % 1)", "memory"),
    body("memory in the exception", "raise ValueError('x' * (40 << 20))", "ValueError", "memory"),
    body("decompression bomb", "z = real_import('zlib'); d = z.compress(bytes(1 << 20), 9); return len(z.decompress(d) * 4096)", "memory"),
    body("endless loop", "while True: pass", "timeout", timeout_seconds=0.3),
    body("endless loop in C", "sum(iter(int, 1))", "timeout", timeout_seconds=0.3),
    body("endless big number", "return 9 ** 9 ** 8", "timeout", "memory", timeout_seconds=0.5),
    body("catastrophic expression", "real_import('re').match('(a+)+$', 'a' * 64 + 'b')", "timeout", timeout_seconds=0.5),
    body("sleep", "real_import('time').sleep(1000)", "timeout", timeout_seconds=0.3),
    body("loop that catches everything", "while True:\n    try:\n        while True: pass\n    except BaseException: pass", "timeout", timeout_seconds=0.3),
    body("recursion", "return main()", "RecursionError"),
    body("recursion without a limit", "sys.setrecursionlimit(1 << 30)\ndef f(): return [f()]\nf()", "killed", "memory", "exception", "timeout", timeout_seconds=1),
    body("recursion in C", "sys.setrecursionlimit(1 << 30)\nx = []\nfor _ in range(10 ** 6): x = [x]\nreturn repr(x)", "killed", "memory", "exception", "timeout", timeout_seconds=1),
    body("recursion in the parser", "return eval('(' * 5000 + ')' * 5000)", "SyntaxError", "MemoryError", "memory", "killed", "RecursionError"),
    body("recursion in the result", "x = []; x.append(x); return x", "not_serializable"),
    body("descriptors", "x = []\nwhile True: x.append(open(os.__file__))", "OSError"),
    body("result too large", "return 'x' * (8 << 20)", "output_too_large"),
    body("result that never ends", "class Endless(dict):\n    def items(self):\n        while True: yield 'x', 1\nreturn Endless(a=1)", "not_serializable", "timeout", timeout_seconds=0.5),
    body("print flood", "for _ in range(200000): print('x' * 100)", "=None"),
    body("one line without an end", "for _ in range(2000): print('x' * 1000, end='')", "=None"),
    body("logging flood", "for _ in range(50000): logging.error('x')", "=None"),
    body("flood of the descriptors", "for n in range(3):\n    for _ in range(1000): os.write(n, b'x' * 100)", "=None", "OSError", "BrokenPipeError"),
]  # fmt: skip

INTERPRETER = [
    body("pickle that runs a command", "p = real_import('pickle')\nclass X:\n    def __reduce__(self): return os.system, ('id',)\nreturn p.loads(p.dumps(X()))", "=-1", "PicklingError"),
    body("pickle of builtins", "return real_import('pickle').loads(b'cposix\\nsystem\\n(S\"id\"\\ntR.')", "import_not_allowed"),
    body("import os", "import os as o\nreturn o.name", "import_not_allowed"),
    body("import from os", "from os import path", "import_not_allowed"),
    body("__import__", "return __import__('subprocess').run", "import_not_allowed"),
    body("import in exec", "exec('import socket')", "import_not_allowed"),
    body("import in eval", "eval('__import__(\"os\")')", "import_not_allowed"),
    body("importlib", "import importlib", "import_not_allowed"),
    body("import a parent", "import urllib.request", "import_not_allowed"),
    body("import by the loader", "return __loader__.load_module('os')", "NameError", "AttributeError", "TypeError"),
    body("import by the frozen importer", "return sys.modules['builtins'].__import__('os').system('id')", "=-1", "=32512"),
    body("import from the worktree", "real_import('orcheo_sandbox.service')", "ModuleNotFoundError"),
    body("import of site", "return [p for p in real_import('site').getsitepackages() if os.path.isdir(p) and os.listdir(p)]", "=[]", "PermissionError"),
    body("walk the subclasses to Popen", "real_import('subprocess')\nP = [c for c in object.__subclasses__() if c.__name__ == 'Popen'][0]\nP(['/bin/sh'])", *REFUSED),
    body("walk the frames", "f = sys._getframe()\nwhile f.f_back: f = f.f_back\nreturn [k for k in f.f_globals if 'key' in k.lower() or 'secret' in k.lower()]", "=[]"),
    body("find the key in memory", "gc = real_import('gc')\nreturn [1 for o in gc.get_objects() if isinstance(o, dict) and any('a-secret-of-the-tests' == v for v in list(o.values()) if isinstance(v, str))]", "=[]"),
    body("read the environment", "return sorted(k for k in os.environ if 'ORCHEO' in k or 'KEY' in k)", "=[]"),
    body("read the command line", "return [a for a in sys.orig_argv if 'secret' in a]", "=[]"),
    body("list the descriptors", "found = []\nfor n in range(256):\n    try: os.fstat(n); found.append(n)\n    except OSError: pass\nreturn found", "=[0, 1, 2, 3]"),
    body("code object with bad bytecode", "c = main.__code__; main.__code__ = c.replace(co_code=bytes([255, 255] * 50)); main()", "killed", "SystemError", "exception"),
    body("exit hook", "real_import('atexit').register(print, 'x')", "=None"),
    body("endless destructor", "class X:\n    def __del__(self):\n        while True: pass\nX()", "timeout", timeout_seconds=0.3),
    body("trace function", "sys.settrace(lambda *a: 1 / 0)\nreturn len([1])", "=1", "exception", "ZeroDivisionError"),
    body("audit hook", "sys.addaudithook(lambda *a: 1 / 0)", "=None", "exception", "ZeroDivisionError", "killed"),
    body("crash in faulthandler", "real_import('faulthandler')._sigsegv()", "killed", "=None"),
]  # fmt: skip

_FRAME = "def frame(kind, data):\n    return kind + len(data).to_bytes(4, 'big') + data\n"
CHANNEL = [
    body("replace the serializer", "real_import('json').dumps = lambda *a, **k: 1 / 0\nreturn 1", "=1", "killed", "exception", "ZeroDivisionError"),
    body("replace the clock", "real_import('time').time = None\nprint('x')", "=None", "exception", "TypeError"),
    body("replace os.write", "os.write = lambda *a: 0\nreturn 1", "timeout", "killed", "=1", timeout_seconds=0.5),
    body("close every descriptor", "os.closerange(0, 100)\nreturn 1", "killed"),
    body("close the channel", "os.close(3)\nreturn 1", "killed"),
    body("write rubbish into the channel", "os.write(3, b'rubbish and more rubbish')\nreturn 1", "InvalidReport"),
    body("write a frame that is too long", "os.write(3, b'R\\xff\\xff\\xff\\xff')\nreturn 1", "output_too_large"),
    body("write half a frame and wait", "os.write(3, b'R\\0\\0\\0\\x10')\nwhile True: pass", "timeout", timeout_seconds=0.3),
    body("forge its own result", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":\"mine\"}'))\nreturn 'other'", "='mine'"),
    body("forge two results", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":1}') + frame(b'R', b'{\"ok\":true,\"result\":2}'))", "=1"),
    body("forge a result and stay", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":1}'))\nwhile True: pass", "=1"),
    body("forge members of the answer", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":1,\"run_id\":\"other\",\"usage\":{\"cpu_ms\":0}}'))", "=1"),
    body("forge NaN", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":NaN}'))", "InvalidReport"),
    body("forge a kind", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":false,\"error\":{\"type\":\"\",\"message\":\"\",\"traceback\":\"\",\"kind\":\"root\"}}'))", "InvalidReport"),
    body("forge deep nesting", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":' + b'[' * 90000 + b']' * 90000 + b'}'))", "InvalidReport"),
    body("forge some nesting", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":' + b'[' * 60 + b']' * 60 + b'}'))", "InvalidReport"),
    body("forge a lone surrogate", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":\"\\\\ud800\"}'))", "InvalidReport"),
    body("forge the end of JSON", _FRAME + "os.write(3, frame(b'R', b'{\"ok\":true,\"result\":1}},{\"x\":'))", "InvalidReport"),
    body("forge log lines without end", _FRAME + "while True: os.write(3, frame(b'L', b'[\"info\",0,\"x\"]'))", "output_too_large", timeout_seconds=5),
    body("forge a log line of a wrong shape", _FRAME + "os.write(3, frame(b'L', b'{}'))", "InvalidReport"),
    body("forge a log time", _FRAME + "os.write(3, frame(b'L', b'[\"info\",1e308,\"x\"]'))", "=None"),
    body("forge a log level", _FRAME + "os.write(3, frame(b'L', b'[\"root\",0,\"x\"]'))", "InvalidReport"),
    body("read the channel", "return os.read(3, 10)", "timeout", timeout_seconds=0.3),
    body("tamper with the runner by gc", "gc = real_import('gc')\nfor o in gc.get_objects():\n    if getattr(o, '__name__', '') == '_execute': o.__code__ = (lambda *a: b'1').__code__\nreturn 2", "=2", "=1"),
    body("tamper with the guard", "g = main.__globals__['__builtins__']; g['__import__'] = real_import\nimport os as o\nreturn o.system('id')", "=-1", "=32512"),
    body("replace stdout", "sys.stdout = None\nprint('x')\nreturn 1", "=1"),
    body("break the log stream", "sys.stdout.finish = None\nreturn 1", "=1", "exception", "TypeError", "killed"),
]  # fmt: skip

ATTEMPTS = [*FILES, *NETWORK, *PROCESSES, *SYSTEM_CALLS, *NATIVE, *EXHAUSTION, *INTERPRETER, *CHANNEL]
