// The school adapter: native documents to messages, and a delivered message to its native document.
// What it reads, what it writes and how each thing is mapped: adapters/school/README.md.
#pragma once

#include "adapters/native.h"

namespace concordat::adapters::school {

Outcome<Translated> translate(const NativeInput& input);
Native render(const schemas::Delivered& delivered);
Native tell(const Told& told);

}  // namespace concordat::adapters::school
