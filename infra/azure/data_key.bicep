// The data key. Deploy this once, after foundation.bicep, and never again: text sealed with one key
// cannot be read with another. Its authors have not deployed this file.

targetScope = 'resourceGroup'

param name string = 'sightline'

@description('64 hexadecimal digits. Two people must each keep a copy in a sealed envelope.')
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
