#include "audit/notes_file.h"

#include "audit/note.h"

namespace concordat::audit {
namespace {

constexpr std::size_t notes_max = 256;
constexpr std::string_view blank = "\n\n";

}  // namespace

Result<std::vector<std::string>, FileError> read_notes(const std::filesystem::path& file) {
  const auto bytes = read_file(file, notes_max * note_bytes_max);
  std::vector<std::string> notes;
  if (!bytes && bytes.error().kind == FileError::Kind::missing) return notes;
  if (!bytes) return Fail{bytes.error()};
  for (std::string_view rest = as_text(*bytes); !rest.empty();) {
    const std::size_t text = rest.find(blank);
    const std::size_t lines = text == std::string_view::npos ? text : rest.find(blank, text + blank.size());
    std::string note{rest.substr(0, lines == std::string_view::npos ? lines : lines + 1)};
    if (!split_note(note)) return Fail{FileError{FileError::Kind::other, "read " + file.string() + ": these are no signed notes"}};
    rest.remove_prefix(lines == std::string_view::npos ? rest.size() : lines + blank.size());
    notes.push_back(std::move(note));
  }
  return notes;
}

Result<Unit, FileError> write_notes(const std::filesystem::path& file, const std::vector<std::string>& notes) {
  std::string text;
  for (const std::string& note : notes) text += (text.empty() ? "" : "\n") + note;
  return write_file(file, as_bytes(text), FileMode::owner_only);
}

}  // namespace concordat::audit
