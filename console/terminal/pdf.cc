#include "console/terminal/pdf.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"

extern char** environ;

namespace concordat::console {

Exit write_pdf(std::string_view html, const std::filesystem::path& file, const Terminal& terminal) {
  const std::string page = file.string() + ".new-" + std::to_string(::getpid()) + ".html";
  if (const auto written = write_file(page, as_bytes(html), FileMode::owner_only); !written) return terminal.failed(written.error().what);
  std::string program = "weasyprint", quiet = "--quiet", in = page, out = file.string();
  char* arguments[] = {program.data(), quiet.data(), in.data(), out.data(), nullptr};
  pid_t child = 0;
  const int spawned = ::posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments, environ);
  int status = 0;
  while (spawned == 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  ::unlink(page.c_str());
  if (spawned == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return Exit::done;
  return terminal.failed(file.string() + ": could not be printed; is weasyprint installed? --format html is the same page");
}

}  // namespace concordat::console
