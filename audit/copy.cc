#include "audit/copy.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <limits>

#include "audit/lock.h"
#include "audit/tables.h"

namespace concordat::audit {
namespace {

constexpr int exit_well = 0;
constexpr int exit_not_ours = 10;
constexpr int exit_unreadable = 11;
constexpr int pipe_bytes = 1 << 20;

int exit_of(StoreError error) { return error == StoreError::foreign ? exit_not_ours : exit_unreadable; }

Result<Env, int> open_copy(const std::filesystem::path& folder) {
  std::error_code code;
  const auto bytes = std::filesystem::file_size(folder / "data.mdb", code);
  if (code || bytes == 0) return Fail{exit_not_ours};
  auto env = Env::open(folder, Env::Mode::read, bytes, store_names, first_stores);
  if (!env) return Fail{exit_of(env.error())};
  return std::move(*env);
}

int stream_all(const Env& env, RecordWriter& writer, Annexes annexes) {
  std::uint64_t size = 0;
  for (;;) {
    const auto read = ReadTxn::begin(env);
    if (!read) return exit_of(read.error());
    const auto slice = read_slice(*read, size, std::numeric_limits<std::uint64_t>::max(), annexes);
    if (!slice) return exit_of(slice.error());
    if (slice->entries.empty()) break;
    if (!writer.write(*slice)) return exit_unreadable;
    size = slice->end;
  }
  const auto read = ReadTxn::begin(env);
  if (!read) return exit_of(read.error());
  const auto beyond = read_beyond(*read, size);
  if (!beyond) return exit_of(beyond.error());
  return writer.write(*beyond) && writer.end(size) ? exit_well : exit_unreadable;
}

int stream_end(const Env& env, RecordWriter& writer) {
  const auto read = ReadTxn::begin(env);
  if (!read) return exit_of(read.error());
  const auto last = read->last(index_of(Store::checkpoints));
  if (!last) return exit_of(last.error());
  Slice slice;
  if (*last) {
    const auto size = number_of((*last)->key);
    if (!size) return exit_unreadable;
    slice.end = *size;
    slice.checkpoints.add(*size, (*last)->value);
  }
  return writer.write(slice) && writer.end(slice.end) ? exit_well : exit_unreadable;
}

using Stream = std::function<int(const Env&, RecordWriter&)>;

// The child: no core dump (it holds sealed annexes), nothing on stderr, no way back into the parent's code.
[[noreturn]] void run_child(const std::filesystem::path& folder, int out, const Stream& stream) {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
  for (const int deadly : {SIGABRT, SIGBUS, SIGSEGV, SIGPIPE}) ::signal(deadly, SIG_DFL);
  const auto env = open_copy(folder);
  RecordWriter writer{out};
  if (!env) ::_exit(env.error());
  ::_exit(writer.begin() ? stream(*env, writer) : exit_unreadable);
}

Result<Unit, ReadError> receive(int in, const SliceSink& sink) {
  RecordReader reader{in};
  for (;;) {
    TRY(const std::optional<Slice> slice, reader.next());
    if (!slice || !sink(*slice)) return Unit{};
  }
}

Result<Unit, ReadError> read_through_child(const std::filesystem::path& folder, const SliceSink& sink, const Stream& stream) {
  const auto lock = FolderLock::shared(folder);
  if (!lock) return Fail{lock.error() == LockError::in_use ? ReadError::in_use : ReadError::unreadable};
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Fail{ReadError::unreadable};
  ::fcntl(ends[1], F_SETPIPE_SZ, pipe_bytes);  // as much as is allowed: fewer turns between the two
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    run_child(folder, ends[1], stream);
  }
  ::close(ends[1]);
  const auto received =
      child > 0 ? receive(ends[0], sink) : Result<Unit, ReadError>{Fail{ReadError::unreadable}};
  ::close(ends[0]);  // a child that is still writing dies of it
  if (child <= 0) return received;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == exit_not_ours) return Fail{ReadError::not_ours};
  if (!received) return Fail{ReadError::unreadable};
  return received;
}

}  // namespace

Result<Unit, ReadError> read_copy(const std::filesystem::path& folder, const SliceSink& sink, Annexes annexes) {
  return read_through_child(folder, sink, [annexes](const Env& env, RecordWriter& writer) { return stream_all(env, writer, annexes); });
}

Result<Unit, ReadError> read_copy_end(const std::filesystem::path& folder, const SliceSink& sink) {
  return read_through_child(folder, sink, stream_end);
}

}  // namespace concordat::audit
