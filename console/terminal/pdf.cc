#include "console/terminal/pdf.h"

#include "base/file.h"
#include "console/papers/pdf.h"

namespace concordat::console {

Exit write_pdf(std::string_view html, const std::filesystem::path& file, const Terminal& terminal) {
  const auto pdf = pdf_of(html, file.has_parent_path() ? file.parent_path() : ".");
  if (!pdf) return terminal.failed(file.string() + ": " + pdf.error() + " --format html is the same page");
  const auto written = write_file(file, *pdf, FileMode::owner_only);
  return written ? Exit::done : terminal.failed(written.error().what);
}

}  // namespace concordat::console
