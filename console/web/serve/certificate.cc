#include "console/web/serve/certificate.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

#include "base/crypto.h"

namespace concordat::console::web {
namespace {

constexpr long valid_seconds = 365L * 24 * 3600;

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const noexcept {
    Free(pointer);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;

bool is_address(const std::string& host) {
  return std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ':'; });
}

std::string text_of(BIO* memory) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

bool add(X509* to, int what, const std::string& value) {
  const Owned<X509_EXTENSION, X509_EXTENSION_free> extension{X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str())};
  return extension && X509_add_ext(to, extension.get(), -1) == 1;
}

}  // namespace

Result<MadeCertificate, std::string> make_certificate(const std::string& host) {
  const auto failed = [&] { return Fail{host + ": no certificate can be made for that name"}; };
  const Owned<EVP_PKEY, EVP_PKEY_free> key{EVP_EC_gen("P-256")};
  const Owned<X509, X509_free> made{X509_new()};
  if (!key || !made) return failed();
  const auto serial = random_bytes<8>();
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), get_u64(serial) >> 1U);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);  // clocks differ
  X509_gmtime_adj(X509_getm_notAfter(made.get()), valid_seconds);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* const name = X509_get_subject_name(made.get());
  const bool is_named = X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0) == 1 &&
                        X509_set_issuer_name(made.get(), name) == 1 && add(made.get(), NID_subject_alt_name, (is_address(host) ? "IP:" : "DNS:") + host) &&
                        add(made.get(), NID_basic_constraints, "critical,CA:FALSE") && add(made.get(), NID_ext_key_usage, "serverAuth");
  if (!is_named || X509_sign(made.get(), key.get(), EVP_sha256()) == 0) return failed();
  const Owned<BIO, BIO_free_all> certificate{BIO_new(BIO_s_mem())};
  const Owned<BIO, BIO_free_all> secret{BIO_new(BIO_s_secmem())};
  if (!certificate || !secret || PEM_write_bio_X509(certificate.get(), made.get()) != 1 ||
      PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return failed();
  return MadeCertificate{text_of(certificate.get()), text_of(secret.get())};
}

}  // namespace concordat::console::web
