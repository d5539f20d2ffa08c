// The hourly change of data key: survivors are sealed anew in one commit, then the old key is destroyed,
// and with it every parcel and waiting submission that was ever sealed under it and is gone.
#pragma once

#include "broker/core.h"
#include "broker/tick.h"

namespace concordat::broker {

// Whether there is something to do: nothing more is decided until what is in flight is on disk.
bool is_data_key_due(const Core& core);

// At start the vault has already begun a key; later, begins one when the current is old enough. False if
// there was nothing to do.
bool renew_data_key(Core& core, Tick& tick);

}  // namespace concordat::broker
