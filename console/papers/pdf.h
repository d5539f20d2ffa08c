// A page made into a PDF, by the program weasyprint, which is given files and no network.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace concordat::console {

// `scratch` is a folder for its owner alone; what is written there is gone when this returns. The error says what to do.
Result<Bytes, std::string> pdf_of(std::string_view html, const std::filesystem::path& scratch);

}  // namespace concordat::console
