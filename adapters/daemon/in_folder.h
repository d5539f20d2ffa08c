// The in-folder: which of the things lying in it are complete, and their bytes. Polling, because a share mounted from
// elsewhere tells nobody of changes. A thing counts when size and time of change are the same for two polls; names that
// begin with a dot, end in .part or .tmp, or hold .new- are still being written. A sub-folder is one input: document and files beside.
#pragma once

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/native.h"
#include "base/digest.h"
#include "base/file.h"

namespace concordat::adapters {

inline constexpr std::size_t native_bytes_max = 64U * 1024 * 1024;  // of one input, whole
inline constexpr std::size_t native_files_max = 256;
inline constexpr std::size_t large_bytes_max = 256U * 1024 * 1024;  // of one document that is read as it is taken
inline constexpr std::string_view sidecar_ending = ".envelope.json";
inline constexpr std::string_view acknowledgement_ending = ".ack.json";

class InFolder {
public:
  explicit InFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Names of what is complete, sorted. Sidecars are not inputs.
  std::vector<std::string> poll();
  // The same without waiting: whoever calls says that all is complete.
  std::vector<std::string> all() const;
  void forget(const std::string& name) { seen_.erase(name); }  // look at it anew

  const std::filesystem::path& path() const { return folder_; }

private:
  struct Stamp {
    std::uintmax_t size = 0;
    std::size_t files = 0;
    std::filesystem::file_time_type changed{};
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  struct Seen {
    Stamp stamp;
    unsigned polls = 0;
  };
  static std::optional<Stamp> stamp_of(const std::filesystem::path& path);

  std::filesystem::path folder_;
  std::map<std::string, Seen> seen_;
};

// A document, or a folder's document with the files beside it: the document is the file named like the folder, else
// the one that sorts first. Symbolic links are never followed.
Result<NativeInput, FileError> read_input(const std::filesystem::path& path);
// A document of its own of more than document_bytes_max, read as it is taken: it is never held whole.
class LargeDocument {
public:
  // Nothing for a folder, a smaller document or none.
  static Result<std::optional<LargeDocument>, FileError> open(const std::filesystem::path& path);

  // Fills up to `size` bytes and says how many; none at the end, and none once reading has failed.
  std::size_t read(char* into, std::size_t size);
  bool has_failed() const;

private:
  struct Closed {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit LargeDocument(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, Closed> file_;
};
// Names this input: name and content of all its files.
Digest digest_of(const std::string& name, const NativeInput& input);

}  // namespace concordat::adapters
