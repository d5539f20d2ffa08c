// The code lists in codes/, as the build put them in.
#pragma once

#include <span>

#include "adapters/code_file.h"

namespace concordat::adapters::council {

std::span<const CodeFileText> code_files();

}  // namespace concordat::adapters::council
