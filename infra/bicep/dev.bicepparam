using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param adminKey = readEnvironmentVariable('ORCHEO_ADMIN_KEY')
param storageSku = 'Standard_LRS'
param signalRSku = 'Free_F1'
param alwaysReadyInstances = 0
param cronTickSeconds = 5
param executionDays = 7
param extraOrigins = ['http://localhost:5173']
