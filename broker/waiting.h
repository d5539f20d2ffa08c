// Waiting submissions as rows: the Submit frame as it came, sealed, for one recipient whose agreement has
// lapsed or is suspended. Decided afresh when the rules change.
#pragma once

#include <optional>

#include "broker/rows.h"
#include "broker/vault.h"

namespace concordat::broker {

struct WaitingSubmission {
  schemas::AgencyId recipient;
  Instant accepted;
  Bytes frame;
};

Bytes stow_waiting(const schemas::AgencyId& recipient, Instant accepted, ByteView frame, const Vault& vault);
std::optional<WaitingSubmission> open_waiting(ByteView row, const Vault& vault);
// Under the current key; nothing if it is already, or cannot be opened.
std::optional<Bytes> reseal_waiting(ByteView row, const Vault& vault);

}  // namespace concordat::broker
