// A passphrase: from a file, or asked for at the terminal without being shown. Cleansed when it goes; never in an argument, where
// other users of the machine would see it.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "console/terminal/terminal.h"

namespace concordat::console {

class Passphrase {
public:
  explicit Passphrase(Bytes bytes) : bytes_(std::move(bytes)) {}
  Passphrase(Passphrase&&) noexcept = default;
  Passphrase& operator=(Passphrase&&) noexcept = default;
  Passphrase(const Passphrase&) = delete;
  Passphrase& operator=(const Passphrase&) = delete;
  ~Passphrase() { cleanse(bytes_); }
  ByteView expose() const { return bytes_; }

private:
  Bytes bytes_;
};

// `file` empty: asks at the terminal, "Passphrase of WHOSE: ". A file's last line feed is none of it.
Result<Passphrase, Exit> read_passphrase(const std::string& file, const std::string& whose, const Terminal& terminal);

}  // namespace concordat::console
