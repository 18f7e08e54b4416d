// The data key, put into the vault once, after foundation.bicep. Never again: what was sealed
// with the old key cannot be read with another. Not deployed from where it was written.

targetScope = 'resourceGroup'

param name string = 'sightline'

@description('64 hexadecimal digits, of which two people keep a copy in sealed envelopes.')
@secure()
@minLength(64)
@maxLength(64)
param dataKey string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: '${name}${take(uniqueString(resourceGroup().id), 10)}'
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'data-key'
  properties: {
    contentType: 'SIGHTLINE_DATA_KEY'
    value: dataKey
  }
}
