// A page printed as PDF, by WeasyPrint where it is installed (Debian: weasyprint).
#pragma once

#include <filesystem>
#include <string_view>

#include "console/terminal/terminal.h"

namespace concordat::console {

// Over what is there. The page is in a file of its own only while it is printed, for its owner alone.
Exit write_pdf(std::string_view html, const std::filesystem::path& file, const Terminal& terminal);

}  // namespace concordat::console
