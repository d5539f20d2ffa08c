#include "console/terminal/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"

namespace concordat::console {
namespace {

constexpr std::size_t passphrase_bytes_max = 4096;

// The terminal, with its echo off for as long as this is there.
class Silent {
public:
  Silent() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_silent_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  Silent(const Silent&) = delete;
  Silent& operator=(const Silent&) = delete;
  ~Silent() {
    if (is_silent_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool is_silent() const { return is_silent_; }
  void say(const std::string& text) const {
    [[maybe_unused]] const ssize_t written = ::write(descriptor_, text.data(), text.size());
  }
  Bytes read_line() const {
    Bytes line;
    std::byte each{};
    while (line.size() < passphrase_bytes_max && ::read(descriptor_, &each, 1) == 1 && each != std::byte{'\n'}) line.push_back(each);
    return line;
  }

private:
  int descriptor_;
  termios before_{};
  bool is_silent_ = false;
};

}  // namespace

Result<Passphrase, Exit> read_passphrase(const std::string& file, const std::string& whose, const Terminal& terminal) {
  Bytes bytes;
  if (!file.empty()) {
    auto read = read_file(file, passphrase_bytes_max);
    if (!read) return Fail{terminal.failed(read.error().what)};
    bytes = std::move(*read);
    if (!bytes.empty() && bytes.back() == std::byte{'\n'}) bytes.pop_back();
  } else {
    const Silent asked;
    if (!asked.is_silent()) return Fail{terminal.failed("no terminal to ask for the passphrase of " + whose + ": say --passphrase-file FILE")};
    asked.say("Passphrase of " + whose + ": ");
    bytes = asked.read_line();
    asked.say("\n");
  }
  if (bytes.empty()) return Fail{terminal.failed("the passphrase of " + whose + " is empty")};
  return Passphrase{std::move(bytes)};
}

}  // namespace concordat::console
