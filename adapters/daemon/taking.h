// Taking in: from a native document in the in-folder to submissions in the spool, once, whatever happens on the way.
//
//   1. read, translate, address                     (nothing on disk yet)
//   2. STATE/taking/DIGEST: the ids of its messages (from here on the document means these messages and no others)
//   3. seal, and put each into the spool            (an id that the spool knows is passed over)
//   4. the ledger, and REJECTED/NAME.report.*       (of its parts that make no message)
//   5. STATE/originals/FIRST-ID/                    (the document and its sidecar leave the in-folder, by rename)
//   6. STATE/taking/DIGEST is removed
//
// A document in our own words (own_words.h) is taken like any other. What goes on from an earlier message of ours, by the
// sending system's reference, is put into its case; what the native system calls entered in error recalls it.
//
// A census, Common Transfer File or class list too large to hold goes through 1 to 3 part by part (parts.h): each part has a plan of
// its own, 4 to 6 come once, between two parts the link has its turn, and a part that makes nothing is told with the rows and children that do not.
//
// A crash after 2 repeats 3 to 6 with the same ids; one before 2 begins anew, and nothing was sent. A full disk stops
// at the step that failed and leaves the document where it is. There is no window in which a document is sent twice.
#pragma once

#include "adapters/daemon/address.h"
#include "adapters/daemon/in_folder.h"
#include "adapters/daemon/ledger.h"
#include "adapters/daemon/sealing.h"
#include "adapters/link/spool.h"

namespace concordat::adapters {

struct Taken {
  std::vector<schemas::MessageId> messages = {};
  Problems findings = {};  // of the leak guard: sent all the same
  Problems left_out = {};  // values not to be believed: sent without them
  Problems rejected = {};  // parts of the document that are not among the messages
};
struct NotTaken {
  enum class Kind {
    rejected,    // for good
    unreadable,  // the document cannot be read, perhaps yet
    disk,        // we cannot write: try again later, nothing is lost
  };
  Kind kind;
  Problems problems;
  FileError error{FileError::Kind::other, {}};  // of a document or disk that refused
};

struct TakingPorts {
  const Config& config;
  const Kind& kind;
  const SigningKey& key;
  const Clock& clock;
  link::Spool& spool;
  ReceivedBefore received = [](const schemas::Envelope&) { return std::vector<schemas::Delivered>{}; };
  // After each part of a large document, which may take minutes: what must not wait for the whole of it.
  std::function<void()> between_parts = [] {};
};

class Taking {
public:
  static Result<Taking, FileError> open(const TakingPorts& ports);

  // Finishes what a crash interrupted: call it once, before anything is sent.
  Result<Unit, NotTaken> recover();
  Result<Taken, NotTaken> take(const std::string& name);
  // Moves a document and its sidecar, with a report, to the rejected-folder.
  Result<Unit, FileError> reject(const std::string& name, const Problems& problems);

private:
  explicit Taking(TakingPorts ports) : ports_(ports), ledger_(ports_.config.state) {}
  struct Plan;
  struct Sent;
  Outcome<Translated> read(const NativeInput& input, Sidecar& sidecar) const;
  Result<Plan, NotTaken> plan(const std::string& name, std::size_t messages, const Digest& digest) const;
  Result<Unit, NotTaken> match(const std::vector<Translation>& translations, Plan& plan, const Sidecar& sidecar) const;
  Result<std::vector<link::Submission>, NotTaken> seal(std::vector<Translation> translations, const Plan& plan,
                                                       const std::string& folder, const Sidecar& sidecar, Problems& findings) const;
  // Steps 2 and 3, and the ledger; what is told of it is added to `taken`.
  Result<Sent, NotTaken> send(const std::string& name, Translated translated, const Digest& digest, const std::string& folder,
                              const Sidecar& sidecar, Taken& taken);
  Result<Taken, NotTaken> take_in_parts(const std::string& name, LargeDocument document, const Sidecar& sidecar);
  Result<Unit, NotTaken> finish(const std::string& name, const Plan& plan, const std::vector<Digest>& digests, const Taken& taken);
  Result<Sidecar, NotTaken> sidecar_of(const std::string& name) const;
  Result<Unit, FileError> keep_translation(const std::string& folder, const std::string& file, const std::string& translation) const;
  Result<Unit, FileError> keep_original(const std::string& name, const Plan& plan);
  Result<Unit, FileError> keep_sidecar(const Plan& plan);
  std::filesystem::path taking_file(const Digest& digest) const;

  TakingPorts ports_;
  Ledger ledger_;
};

}  // namespace concordat::adapters
