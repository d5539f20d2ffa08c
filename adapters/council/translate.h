// The council adapter: Children in Need census XML and care application JSON to messages, and a
// delivered message to children's social care JSON. How each thing is mapped: adapters/council/README.md.
#pragma once

#include "adapters/native.h"

namespace concordat::adapters::council {

Outcome<Translated> translate(const NativeInput& input);
Native render(const schemas::Delivered& delivered);
Native tell(const Told& told);

}  // namespace concordat::adapters::council
