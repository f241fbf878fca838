#!/usr/bin/env bash
# Makes certificates for TLS between silos: an authority that signs nothing else, and one certificate for each silo.
# deploy/silo-certificates.sh FOLDER SILO...   For one more silo later: the same folder and the new name; what is there is kept.
# Each silo gets NAME.pem, NAME.key and authority.pem. authority.key stays with whoever makes certificates, and on no silo.
set -euo pipefail
umask 077
folder=${1:?a folder}; shift
mkdir -p "$folder"; cd "$folder"
new=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
[ -f authority.pem ] || openssl req -x509 "${new[@]}" -days 3650 -subj "/CN=NatComments silos" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign" -keyout authority.key -out authority.pem 2> /dev/null
for silo; do
    [ -f "$silo.pem" ] && continue
    openssl req "${new[@]}" -subj "/CN=$silo" -keyout "$silo.key" -out "$silo.csr" 2> /dev/null
    printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n' > extensions
    openssl x509 -req -in "$silo.csr" -CA authority.pem -CAkey authority.key -days 825 -extfile extensions -out "$silo.pem" 2> /dev/null
    rm "$silo.csr" extensions
done
