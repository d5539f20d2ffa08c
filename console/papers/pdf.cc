#include "console/papers/pdf.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "base/file.h"

extern char** environ;

namespace concordat::console {
namespace {

constexpr std::size_t pdf_bytes_max = 256U * 1024 * 1024;

bool print(std::string in, std::string out) {
  std::string program = "weasyprint", quiet = "--quiet";
  char* arguments[] = {program.data(), quiet.data(), in.data(), out.data(), nullptr};
  pid_t child = 0;
  if (::posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments, environ) != 0) return false;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

Result<Bytes, std::string> pdf_of(std::string_view html, const std::filesystem::path& scratch) {
  static std::atomic<unsigned> number{0};
  const std::string stem = (scratch / (".paper.new-" + std::to_string(::getpid()) + "-" + std::to_string(++number))).string();
  const std::string page = stem + ".html", paper = stem + ".pdf";
  if (const auto written = write_file(page, as_bytes(html), FileMode::owner_only); !written) return Fail{written.error().what};
  const bool is_printed = print(page, paper);
  ::unlink(page.c_str());
  auto bytes = is_printed ? read_file(paper, pdf_bytes_max) : Result<Bytes, FileError>{Fail{FileError{FileError::Kind::other, {}}}};
  ::unlink(paper.c_str());
  if (!bytes) return Fail{std::string{"it could not be printed; is weasyprint installed?"}};
  return std::move(*bytes);
}

}  // namespace concordat::console
