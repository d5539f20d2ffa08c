// Directory and agreements as one governance event left them. Immutable; swapped between ticks.
#pragma once

#include <memory>

#include "policy/book.h"
#include "policy/parties.h"
#include "schemas/directory.h"

namespace concordat::broker {

struct Rules {
  std::shared_ptr<const schemas::Directory> directory;
  std::shared_ptr<const policy::AgreementBook> book;
};

}  // namespace concordat::broker
