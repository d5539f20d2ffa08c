// Trust: the directory a link believes, and nothing else it believes in. The first is one that the approvers it was provisioned
// with have signed; each that follows is signed by the approvers that the one before it names, so that their keys can change
// (ADR 0102). Read again when the file changes, and taken only if it is newer. What was taken last is kept on disk, so that an old
// directory (with a key since revoked) cannot be put back, not even across a restart. Other approvers provisioned begin anew.
//
//   TRY(Trust trust, Trust::open({.directory = …, .approvers = …, .state = …}));
//   trust.refresh();                                  // on every poll; cheap when nothing changed
//   std::shared_ptr<const Directory> known = trust.directory();
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/result.h"
#include "schemas/directory.h"

namespace concordat::link {

struct TrustFiles {
  std::filesystem::path directory;  // its signatures lie beside it, with .sig added
  std::filesystem::path approvers;
  std::filesystem::path state;      // holds directory-version, and a copy of that directory
};

struct TrustError {
  std::string code;  // invalid-directory, directory-unsigned, directory-older, unreadable
  std::string what;  // with the file and the place in it
};

class Trust {
public:
  static Result<Trust, TrustError> open(const TrustFiles& files);

  const std::shared_ptr<const schemas::Directory>& directory() const { return directory_; }
  // Reads a changed file again, once two calls saw the same change: file and signatures are two renames. An error
  // leaves the directory as it was, and is reported once per change.
  Result<Unit, TrustError> refresh();

private:
  struct Stamp {
    std::filesystem::file_time_type directory;
    std::filesystem::file_time_type signatures;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  Trust(TrustFiles files, schemas::Pinned provisioned, std::string root) : files_(std::move(files)), believed_(std::move(provisioned)), root_(std::move(root)) {}
  Result<Unit, TrustError> recall();
  Result<Unit, TrustError> read();
  Result<Unit, TrustError> keep(std::uint32_t version, const std::string& digest, ByteView json, std::uint32_t before) const;
  std::optional<Stamp> stamp() const;

  TrustFiles files_;
  schemas::Pinned believed_;  // who must have signed what comes next
  std::string root_;          // digest of what it was provisioned with
  std::optional<Stamp> seen_;
  std::optional<Stamp> changing_;
  std::shared_ptr<const schemas::Directory> directory_;
};

}  // namespace concordat::link
