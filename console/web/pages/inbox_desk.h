// The desk of an agency without a system of its own: the folders of its adapter, into which a practitioner's concern goes and in
// which what came lies (docs/adr/0140). The adapter holds the agency's keys and its link; the console holds neither.
//
//   const auto desk = InboxDesk::of(settings, "school/eastbury");
//   for (const SentConcern& one : desk->sent()) …
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/daemon/config.h"
#include "base/file.h"
#include "console/asking/told.h"
#include "console/web/settings.h"

namespace concordat::console::web {

struct SentConcern {
  std::string id;         // what its document was named by
  std::string state;      // waiting, sent, accepted, settled, refused, rejected
  std::string reference;
  std::optional<Told> status;               // what the broker said, as the adapter has it
  std::vector<std::string> problems = {};   // of what was rejected: what and where
};

struct ReceivedDelivery {
  std::string id;  // the stem of its two files
  Told about;      // what binds whoever reads it
};

// Who has it and how to reach them; of a recall, what was done about it, and why if nothing was.
struct Acknowledgement {
  std::string name, telephone;
  std::string did = {};
  std::string because = {};
};

class InboxDesk {
public:
  // Nothing if no adapter in the folder that console.toml names is this agency's and takes our concern form.
  static std::optional<InboxDesk> of(const Settings& settings, const std::string& agency);

  Result<Unit, FileError> send(const std::string& id, const std::string& document) const;
  // The same, to whom and in which case the envelope says.
  Result<Unit, FileError> send(const std::string& id, const std::string& document, const std::string& envelope) const;
  std::vector<SentConcern> sent() const;          // the newest first
  std::vector<ReceivedDelivery> received() const;  // the newest first
  std::optional<ReceivedDelivery> find_received(const std::string& id) const;
  std::optional<Told> document(const ReceivedDelivery& delivery) const;
  // The adapter says it to the broker until that has it.
  Result<Unit, FileError> acknowledge(const ReceivedDelivery& delivery, const Acknowledgement& said) const;
  bool is_acknowledged(const ReceivedDelivery& delivery) const;
  // Who read what and why; on disk before it returns.
  Result<Unit, FileError> record_reading(const ReceivedDelivery& delivery, const std::string& who, const std::string& why, Instant at) const;

  const adapters::EnvelopeSettings& envelope() const { return config_.defaults; }

private:
  InboxDesk(adapters::Config config, std::filesystem::path kept) : config_(std::move(config)), kept_(std::move(kept)) {}
  adapters::Config config_;
  std::filesystem::path kept_;  // the console's own: who read what, what was acknowledged
};

}  // namespace concordat::console::web
