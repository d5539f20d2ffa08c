// Terminal: where a command's words go. Data goes to stdout, and nothing else does; talk goes to stderr. Colour only
// where a person looks (a terminal, and NO_COLOR is not set), progress only where stderr is a terminal.
//
//   terminal.data("lbbd-prevent/1\n");
//   terminal.talk("signed by 4 approvers");
//   return terminal.invalid(file.string(), "is not JSON");
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/message.h"

namespace concordat::console {

enum class Exit : int {
  done = 0,
  could_not_run = 1,
  answered_no = 2,    // denied, refused, does not verify
  invalid_input = 3,  // with file, line and field
};

enum class Form : std::uint8_t { text, json };
enum class Tint : std::uint8_t { good, part, bad, quiet };

class Terminal {
public:
  Terminal();
  // Data is kept in `into` instead, as it would be written to a file: for a command that attaches what another prints.
  explicit Terminal(std::string& into) : Terminal() {
    into_ = &into;
    is_coloured_ = false;
    columns_ = columns_kept;
  }

  void data(std::string_view text);        // to stdout, as it is
  void talk(std::string_view line) const;  // to stderr, with a line feed
  // "concordat: WHERE: WHAT", and the exit code that says so.
  Exit invalid(std::string_view where, std::string_view what) const;
  Exit invalid(std::string_view file, const std::vector<schemas::Problem>& problems) const;
  Exit failed(std::string_view what) const;
  Exit no(std::string_view what) const;

  std::string tinted(std::string_view text, Tint tint) const;
  std::size_t columns() const { return columns_; }
  // "verifying 12000 entries", over itself; nothing where nobody looks.
  void progress(std::string_view what, std::uint64_t count) const;
  void progress_done() const;

  bool is_json() const { return form_ == Form::json; }
  void set_form(Form form) { form_ = form; }
  bool is_written() const { return is_written_; }  // false once stdout refused something

private:
  static constexpr std::size_t columns_kept = 100;  // the same for everybody, or two would keep two texts
  Form form_ = Form::text;
  std::string* into_ = nullptr;
  bool is_coloured_;
  bool is_watched_;
  bool is_written_ = true;
  std::size_t columns_;
};

}  // namespace concordat::console
