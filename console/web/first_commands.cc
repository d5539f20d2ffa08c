// concordat-console certificate, and code: what a first evening with the console needs.
#include <cstdio>
#include <memory>

#include "adapters/link/folders.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/passwords.h"
#include "base/text.h"
#include "console/web/commands.h"
#include "console/web/serve/certificate.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

struct Asked {
  std::string folder;
  std::string host = "localhost";
  std::string secret;
};

int certificate(const Asked& asked) {
  const auto made = make_certificate(asked.host);
  if (!made) return complain(exit_invalid_input, made.error());
  const auto folder = link::make_private_folder(asked.folder);
  if (!folder) return complain(exit_could_not_run, folder.error().what);
  auto written = write_file(fs::path{asked.folder} / "console.key.pem", as_bytes(made->private_key), FileMode::owner_only);
  if (written) written = write_file(fs::path{asked.folder} / "console.crt.pem", as_bytes(made->certificate), FileMode::shared);
  return written ? exit_done : complain(exit_could_not_run, written.error().what);
}

std::optional<Bytes> from_base32(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  Bytes out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : to_upper(text)) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 5U) | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::byte>((held >> bits) & 0xFFU));
    }
  }
  return out.empty() ? std::nullopt : std::optional{out};
}

int code(const Asked& asked) {
  const auto secret = from_base32(asked.secret);
  if (!secret) return complain(exit_invalid_input, "SECRET: must be of A-Z and 2-7, as account add says it");
  std::fputs((totp_code(*secret, totp_step(SystemClock{}.now())) + "\n").c_str(), stdout);
  return exit_done;
}

}  // namespace

void add_first_commands(CLI::App& app, int& exit) {
  const auto asked = std::make_shared<Asked>();
  CLI::App* making = app.add_subcommand("certificate", "Make a certificate that the console signs itself, for demonstrations");
  making->add_option("DIR", asked->folder, "Where console.crt.pem and console.key.pem are written")->required();
  making->add_option("--host", asked->host, "The name or address that browsers will use")->capture_default_str();
  making->callback([asked, &exit] { exit = certificate(*asked); });
  CLI::App* telling = app.add_subcommand("code", "The 6 digits of an authenticator's secret now, for demonstrations without one");
  telling->add_option("SECRET", asked->secret, "As account add says it")->required();
  telling->callback([asked, &exit] { exit = code(*asked); });
}

}  // namespace concordat::console::web
